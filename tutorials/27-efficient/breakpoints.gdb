# Suggested places to stop in lesson 27: make debug N=27
set print thread-events off
break heed::Lesson::step
commands
  silent
  echo A step begins. 'next' runs a line, 'print rows' shows a variable after its line has run, 'continue' goes to the next step.\n
  finish
end
tbreak heed::local_attention
echo Stops at each step, and once in local attention. Only the kernels are optimised here, so training takes longer than in make lesson. Type 'run'.\n
