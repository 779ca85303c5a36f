# Suggested places to stop in lesson 12: make debug N=12
break heed::Lesson::step
commands
  silent
  up
  echo A step begins here. 'next' runs a line, 'print scores' shows a variable that has been computed, 'continue' goes to the next step.\n
end
tbreak heed::RecurrentTranslator::look
echo Stops at each step, and the first time in look(), where the decoder's state meets the encoder's. Type 'run'.\n
