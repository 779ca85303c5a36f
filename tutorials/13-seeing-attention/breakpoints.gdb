# Suggested places to stop in lesson 13: make debug N=13
break heed::Lesson::step
commands
  silent
  echo A step begins. 'next' runs a line, 'print loss' shows a variable after its line has run, 'continue' goes to the next step.\n
  finish
end
tbreak heed::strongest_links
tbreak heed::prepare
echo Stops at each step, once in prepare(), where a batch gets its fault, and once in strongest_links(), which makes an alignment of weights. Type 'run'.\n
