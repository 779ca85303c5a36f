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

# Programs: one main.cpp each, linked with the library.
$(BUILD)/translate: $(BUILD)/float/nn/translate/main.o $(BUILD)/float/libheed.a
	$(CXX) $(FLAGS) $^ -o $@

# Tests are built twice, like the library: most run in float, gradient checks in double.
catch := $(if $(wildcard /usr/include/catch2/catch_all.hpp /usr/local/include/catch2/catch_all.hpp),3,2)
ifeq ($(catch),3)
CATCH_FLAGS := -DHEED_CATCH_3
CATCH_LINK := -lCatch2
endif
tests := $(shell find tests -name '*.cpp' -not -path 'tests/bench/*')
$(BUILD)/float/tests/%.o $(BUILD)/double/tests/%.o: EXTRA += $(CATCH_FLAGS)
$(BUILD)/float/tests/%.o $(BUILD)/double/tests/%.o: OPTIMIZE = -O1
$(BUILD)/tests: $(tests:%.cpp=$(BUILD)/float/%.o) $(BUILD)/float/libheed.a
	$(CXX) $(FLAGS) $^ $(CATCH_LINK) -o $@
$(BUILD)/tests-double: $(tests:%.cpp=$(BUILD)/double/%.o) $(BUILD)/double/libheed.a
	$(CXX) $(FLAGS) $^ $(CATCH_LINK) -o $@

.PHONY: help library translate test clean
help:            ## this list
	@grep -E '^[a-z-]+:.*##' Makefile | sed -E 's/^([a-z-]+):.*## */  make \1\t/' | expand -t 26
library: $(BUILD)/float/libheed.a   ## the library alone
translate: $(BUILD)/translate   ## the translator, build/translate
test: $(BUILD)/tests $(BUILD)/tests-double   ## all tests
	$(BUILD)/tests
	$(BUILD)/tests-double
clean:           ## removes build/
	rm -rf $(BUILD)

-include $(shell find $(BUILD) -name '*.d' 2>/dev/null)
