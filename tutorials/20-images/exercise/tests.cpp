#include "tutorials/20-images/exercise/exercise.h"
