# Suggested places to stop in lesson 04: make debug N=04
break heed::Lesson::step
commands
  silent
  echo A step begins. 'next' runs a line, 'print loss' shows a variable after its line has run, 'continue' goes to the next step.\n
  finish
end
tbreak heed::learn
tbreak heed::judge
echo Stops at each step, and once each in learn() and judge(). Type 'run'.\n
