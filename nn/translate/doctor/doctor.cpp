#include "nn/translate/doctor/doctor.h"

namespace heed {

void examine(const Patient& patient, const std::function<void(const Finding&)>& report) {
  constexpr Finding (*probes[])(const Patient&) = {
      probe_unknown, probe_both_sets, probe_swapped, probe_language,  // the pairs
      probe_start,   probe_by_heart,                                  // a fresh model of the same settings
      probe_future,  probe_padding,   probe_order,   probe_free,      // the model
      probe_even,    probe_diagonal,  probe_heads,   probe_units};
  patient.model().eval();
  for (const auto probe : probes) report(probe(patient));
}

}  // namespace heed
