# Suggested places to stop in lesson 13: make debug N=13
break heed::Lesson::step
commands
  silent
  echo A step begins. 'next' runs a line, 'print loss' shows a variable after its line has run, 'continue' goes to the next step.\n
  finish
end
tbreak heed::strongest_links
tbreak heed::prepare
echo Stops at each step, once in shift(), which makes targets of inputs, and once in write(), which draws symbols. Type 'run'.\n
