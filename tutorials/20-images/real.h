// Lesson 20 on real digits: make lesson N=20 DATA=folder
#pragma once

#include "tutorials/lesson.h"

namespace heed {

// The folder has train-images-idx3-ubyte and train-labels-idx1-ubyte, and perhaps the same with valid- and with test- or
// t10k- in place of train-.
void real_digits(Lesson& lesson);

}  // namespace heed
