# heed: `make` lists the targets. Everything that is built goes under build/, nothing else is written.

.DEFAULT_GOAL := help
CXX ?= g++
ARCH ?= native
OPTIMIZE ?= -O3
WARNINGS := -Wall -Wextra -Wpedantic -Wshadow -Wconversion
ifdef WERROR
WARNINGS += -Werror
endif
ifneq ($(ARCH),)
MACHINE := -march=$(ARCH)
endif
# No -ffast-math: a sum is the sum that is written. These two only say that nobody reads errno or the trap flags.
FLAGS = -std=c++20 $(OPTIMIZE) -g $(MACHINE) -fno-math-errno -fno-trapping-math $(WARNINGS) -I. -pthread -MMD -MP $(EXTRA)
BUILD ?= build

library := $(filter-out %/main.cpp,$(shell find tensor autograd nn -name '*.cpp'))
float_objects := $(library:%.cpp=$(BUILD)/float/%.o)
double_objects := $(library:%.cpp=$(BUILD)/double/%.o)

$(BUILD)/float/%.o: %.cpp
	@mkdir -p $(@D)
	$(CXX) $(FLAGS) -c $< -o $@

$(BUILD)/double/%.o: %.cpp
	@mkdir -p $(@D)
	$(CXX) $(FLAGS) -DHEED_DOUBLE -c $< -o $@

$(BUILD)/%/libheed.a:
	@rm -f $@
	ar rcs $@ $^
$(BUILD)/float/libheed.a: $(float_objects)
$(BUILD)/double/libheed.a: $(double_objects)

.PHONY: help library clean
help:            ## this list
	@grep -E '^[a-z-]+:.*##' Makefile | sed -E 's/^([a-z-]+):.*## */  make \1\t/' | expand -t 26
library: $(BUILD)/float/libheed.a   ## the library alone
clean:           ## removes build/
	rm -rf $(BUILD)

-include $(shell find $(BUILD) -name '*.d' 2>/dev/null)
