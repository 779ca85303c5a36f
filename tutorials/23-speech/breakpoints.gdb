# Suggested places to stop in lesson 23: make debug N=23
break heed::Lesson::step
commands
  silent
  echo A step begins. 'next' runs a line, 'print power' shows a variable after its line has run, 'continue' goes to the next step.\n
  finish
end
tbreak heed::log_mel
echo Stops at each step, and once in the features. Only the kernels are optimised here, so training takes longer than in make lesson. Type 'run'.\n
