# Suggested places to stop in lesson 15: make debug N=15
break heed::Lesson::step
commands
  silent
  echo A step begins. 'next' runs a line, 'print loss' shows a variable after its line has run, 'continue' goes to the next step.\n
  finish
end
tbreak heed::merge
tbreak heed::most_frequent_pair
echo Stops at each step, and once in most_frequent_pair() and merge(), where subwords are made. Type 'run'.\n
