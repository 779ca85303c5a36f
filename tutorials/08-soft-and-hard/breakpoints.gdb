# Suggested places to stop in lesson 08: make debug N=08
break heed::Lesson::step
commands
  silent
  echo A step begins. 'next' runs a line, 'print w' shows a variable after its line has run, 'continue' goes to the next step.\n
  finish
end
tbreak heed::read_gumbel
tbreak heed::reinforce
echo Stops at each step, and once each in reinforce() and read_gumbel(). Type 'run'.\n
