# Suggested places to stop in lesson 07: make debug N=07
break heed::Lesson::step
commands
  silent
  echo A step begins. 'next' runs a line, 'print dot' shows a variable after its line has run, 'continue' goes to the next step.\n
  finish
end
tbreak measure
tbreak heed::try_score
echo Stops at each step, and once each in measure(), which computes variance, entropy and gradient, and in try_score(). Type 'run'.\n
