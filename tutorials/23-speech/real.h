// Lesson 23 on recordings of spoken digits: make lesson N=23 DATA=folder
#pragma once

#include "tutorials/lesson.h"

namespace heed {

// The folder has files digit_speaker_take.wav, such as 7_theo_12.wav. Takes 0 to 4, where present, are for testing.
void real_digits(Lesson& lesson);

}  // namespace heed
