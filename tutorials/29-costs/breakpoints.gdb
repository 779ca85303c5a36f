# Suggested places to stop in lesson 29: make debug N=29
set print thread-events off
break heed::Lesson::step
commands
  silent
  echo A step begins. 'next' runs a line, 'print rows' shows a variable after its line has run, 'continue' goes to the next step.\n
  finish
end
tbreak heed::surprises
echo Stops at each step, and once where the codes are compared. Only the kernels are optimised here, so training takes longer than in make lesson. Type 'run'.\n
