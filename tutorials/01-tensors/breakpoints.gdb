# Suggested places to stop in lesson 01: make debug N=01
break heed::Lesson::step
commands
  silent
  echo A step begins. 'next' runs a line, 'print x' shows a variable after its line has run, 'continue' goes to the next step.\n
  finish
end
tbreak product
tbreak broken_error
echo Stops at each step, and once each in product() and broken_error(): there, try 'next', 'print prediction' and 'print p.t'. Type 'run'.\n
