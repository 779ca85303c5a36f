# Suggested places to stop in lesson 17: make debug N=17
break heed::Lesson::step
commands
  silent
  echo A step begins. 'next' runs a line, 'print loss' shows a variable after its line has run, 'continue' goes to the next step.\n
  finish
end
tbreak heed::shift
tbreak heed::write
echo Stops at each step, once in shift(), which makes targets of inputs, and once in write(), which draws symbols. Type 'run'.\n
