#include "autograd/record.h"

#include "tensor/ground/error.h"

namespace heed {

const Tensor& Saved::get() const {
  if (tensor_.defined() && tensor_.version() != version_) {
    fail("a tensor of shape ", tensor_.shape(), " that it saved was changed in place after it was recorded");
  }
  return tensor_;
}

}  // namespace heed
