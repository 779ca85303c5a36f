# Suggested places to stop in lesson 14: make debug N=14
break heed::Lesson::step
commands
  silent
  up
  echo A step begins here. 'next' runs a line, 'print scores' shows a variable that has been computed, 'continue' goes to the next step.\n
end
tbreak heed::Layer::operator()
echo Stops at each step, and the first time in a layer, where x is a sentence going in. Type 'run'.\n
