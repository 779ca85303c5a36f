# Suggested places to stop in lesson 28: make debug N=28
break heed::Lesson::step
commands
  silent
  echo A step begins. 'next' runs a line, 'print rows' shows a variable after its line has run, 'continue' goes to the next step.\n
  finish
end
tbreak heed::adversarial_weights
echo Stops at each step, and once where other weights with the same answer are made. Only the kernels are optimised here, so training takes longer than in make lesson. Type 'run'.\n
