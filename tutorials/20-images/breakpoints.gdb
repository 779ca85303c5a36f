# Suggested places to stop in lesson 20: make debug N=20
break heed::Lesson::step
commands
  silent
  echo A step begins. 'next' runs a line, 'print picture' shows a variable after its line has run, 'continue' goes to the next step.\n
  finish
end
tbreak heed::VisionTransformer::operator()
echo Stops at each step, and once in the Vision Transformer. Only the kernels are optimised here, so training takes longer than in make lesson. If 'next' shows a closing brace in the middle of a function, type 'next' again. Type 'run'.\n
