# Suggested places to stop in lesson 06: make debug N=06
break heed::Lesson::step
commands
  silent
  echo A step begins. 'next' runs a line, 'print scores' shows a variable that has been computed, 'continue' goes to the next step.\n
  finish
end
tbreak attend
echo Stops at each step, and the first time in attend(), where Q, K and V meet. Type 'run'.\n
