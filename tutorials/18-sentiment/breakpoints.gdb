# Suggested places to stop in lesson 18: make debug N=18
break heed::Lesson::step
commands
  silent
  echo A step begins. 'next' runs a line, 'print scores' shows a variable after its line has run, 'continue' goes to the next step.\n
  finish
end
tbreak heed::AttentionPooling::operator()
echo Stops at each step, and once in attention pooling. Only the kernels are optimised here, so training takes longer than in make lesson. If 'next' shows a closing brace in the middle of a function, type 'next' again. Type 'run'.\n
