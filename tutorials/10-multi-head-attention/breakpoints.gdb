# Suggested places to stop in lesson 10: make debug N=10
break heed::Lesson::step
commands
  silent
  echo A step begins. 'next' runs a line, 'print heads' shows a variable after its line has run, 'continue' goes to the next step.\n
  finish
end
tbreak heed::MultiheadAttention::split
tbreak heed::what_heads_read
echo Stops at each step, and once each in MultiheadAttention::split() and what_heads_read(). Type 'run'.\n
