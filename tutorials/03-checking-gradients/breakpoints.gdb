# Suggested places to stop in lesson 03: make debug N=03
break heed::Lesson::step
commands
  silent
  echo A step begins. 'next' runs a line, 'print x' shows a variable after its line has run, 'continue' goes to the next step.\n
  finish
end
tbreak passes
tbreak slope
echo Stops at each step, and once each in passes() and slope(): there, try 'next', 'print upstream' and 'print change'. Type 'run'.\n
