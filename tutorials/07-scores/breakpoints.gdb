# Suggested places to stop in lesson 07: make debug N=07
break heed::Lesson::step
commands
  silent
  up
  echo A step begins here. 'next' runs a line, 'print dot' shows a variable that has been computed, 'continue' goes to the next step.\n
end
tbreak measure
tbreak heed::try_score
echo Stops at each step, the first time in measure(), where variance, entropy and gradient are taken, and in try_score(). Type 'run'.\n
