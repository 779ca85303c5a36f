# Suggested places to stop in lesson 11: make debug N=11
break heed::Lesson::step
commands
  silent
  echo A step begins. 'next' runs a line, 'print weak' shows a variable after its line has run, 'continue' goes to the next step.\n
  finish
end
tbreak heed::GRUCell::operator()
tbreak heed::train
echo Stops at each step, and once each in GRUCell::operator() and train(). Type 'run'.\n
