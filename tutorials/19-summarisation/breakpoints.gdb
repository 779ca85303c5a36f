# Suggested places to stop in lesson 19: make debug N=19
break heed::Lesson::step
commands
  silent
  echo A step begins. 'next' runs a line, 'print weights' shows a variable after its line has run, 'continue' goes to the next step.\n
  finish
end
tbreak heed::PointerHead::operator()
echo Stops at each step, and once in the pointer head. Only the kernels are optimised here, so training takes longer than in make lesson. If 'next' shows a closing brace in the middle of a function, type 'next' again. Type 'run'.\n
