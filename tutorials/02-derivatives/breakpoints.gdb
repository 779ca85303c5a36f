# Suggested places to stop in lesson 02: make debug N=02
break heed::Lesson::step
commands
  silent
  echo A step begins. 'next' runs a line, 'print tape.lines' shows a tape after its line has run, 'continue' goes to the next step.\n
  finish
end
tbreak heed::walk_back
tbreak walk_immediately
echo Stops at each step, and once each in walk_back() and walk_immediately(): try 'print walk.gradient' there. Type 'run'.\n
