# Suggested places to stop in lesson 25: make debug N=25
break heed::Lesson::step
commands
  silent
  echo A step begins. 'next' runs a line, 'print rows' shows a variable after its line has run, 'continue' goes to the next step.\n
  finish
end
tbreak heed::Attending::read
echo Stops at each step, and once in the model that attends. Only the kernels are optimised here, so training takes longer than in make lesson. Type 'run'.\n
