# Suggested places to stop in lesson 16: make debug N=16
break heed::Lesson::step
commands
  silent
  echo A step begins. 'next' runs a line, 'print scores' shows a variable after its line has run, 'continue' goes to the next step.\n
  finish
end
tbreak heed::hide
echo Stops at each step, and once in hide(), where words are chosen. Only the kernels are optimised here, so pretraining takes longer than in make lesson. Type 'run'.\n
