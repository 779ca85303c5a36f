# Suggested places to stop in lesson 06: make debug N=06
break heed::Lesson::step
commands
  silent
  echo A step begins. 'next' runs a line, 'print scores' shows a variable after its line has run, 'continue' goes to the next step.\n
  finish
end
tbreak attend
echo Stops at each step, and once in attend(), where Q, K and V meet. Type 'run'.\n
