// Lesson 18 on real reviews: make lesson N=18 DATA=folder
#pragma once

#include "tutorials/lesson.h"

namespace heed {

// The folder has pos.txt and neg.txt, one review a line, and perhaps test-pos.txt and test-neg.txt.
void real_reviews(Lesson& lesson);

}  // namespace heed
