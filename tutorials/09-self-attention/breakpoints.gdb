# Suggested places to stop in lesson 09: make debug N=09
break heed::Lesson::step
commands
  silent
  echo A step begins. 'next' runs a line, 'print weights' shows a variable after its line has run, 'continue' goes to the next step.\n
  finish
end
tbreak heed::future_leak
tbreak heed::learn_random_digits
echo Stops at each step, and once each in future_leak() and learn_random_digits(). Type 'run'.\n
