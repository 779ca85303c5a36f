# Suggested places to stop in lesson 05: make debug N=05
break heed::Lesson::step
commands
  silent
  echo A step begins. 'next' runs a line, 'print weights' shows a variable after its line has run, 'continue' goes to the next step.\n
  finish
end
tbreak heed::Reader::remember
tbreak heed::Reader::answer
echo Stops at each step, and once each in remember() and answer(), where the readers differ. Type 'run'.\n
