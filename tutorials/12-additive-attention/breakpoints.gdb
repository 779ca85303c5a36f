# Suggested places to stop in lesson 12: make debug N=12
break heed::Lesson::step
commands
  silent
  echo A step begins. 'next' runs a line, 'print scores' shows a variable after its line has run, 'continue' goes to the next step.\n
  finish
end
tbreak heed::RecurrentTranslator::attend
echo Stops at each step, and once in attend(), where the decoder's state meets the encoder's states. Only the kernels are optimised here, so training on the corpus takes longer than in make lesson. Type 'run'.\n
