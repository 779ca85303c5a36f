// The doctor: probes a trained translator with pairs that it should translate, and says in words what is wrong and which
// option to change. Each probe is a function of its own.
#pragma once

#include "nn/translate/doctor/attention_probes.h"
#include "nn/translate/doctor/data_probes.h"
#include "nn/translate/doctor/model_probes.h"

#include <functional>

namespace heed {

// Runs all probes, data first, and calls `report` after each. The model is in evaluation mode meanwhile, and keeps its parameters.
void examine(const Patient& patient, const std::function<void(const Finding&)>& report);

}  // namespace heed
