# Suggested places to stop in lesson 14: make debug N=14
break heed::Lesson::step
commands
  silent
  echo A step begins. 'next' runs a line, 'print with' shows a variable after its line has run, 'continue' goes to the next step.\n
  finish
end
tbreak heed::Layer::operator()
echo Stops at each step, and once in a layer, where x is the sentence that goes in. Only the kernels are optimised here, so training takes longer than in make lesson. Type 'run'.\n
