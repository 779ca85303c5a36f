# Suggested places to stop in lesson 22: make debug N=22
break heed::Lesson::step
commands
  silent
  echo A step begins. 'next' runs a line, 'print rows' shows a variable after its line has run, 'continue' goes to the next step.\n
  finish
end
tbreak heed::paint
echo Stops at each step, and once where a picture is painted. Only the kernels are optimised here, so training takes longer than in make lesson. Type 'run'.\n
