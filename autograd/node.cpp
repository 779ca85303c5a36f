#include "autograd/node.h"

namespace heed {
namespace {

thread_local std::uint64_t nodes_made = 0;
thread_local Node* doomed = nullptr;  // a list of nodes that are still to be deleted
thread_local bool destroying = false;

}  // namespace

Node::Node(const char* operation_, const Shape& shape_)
    : operation(operation_), number(++nodes_made), scope(Scope::current()), shape(shape_) {}

void Node::destroy(Node* node) {
  node->next_doomed_ = doomed;
  doomed = node;
  if (destroying) return;
  destroying = true;
  while (doomed) {
    Node* next = doomed;
    doomed = next->next_doomed_;
    delete next;
  }
  destroying = false;
}

}  // namespace heed
