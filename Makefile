# heed: `make` lists the targets. All that is built goes under build/, and nothing else is written.

.DEFAULT_GOAL := help
MAKEFLAGS += --no-builtin-rules
ifeq ($(MAKELEVEL)$(filter -j%,$(MAKEFLAGS)),0)  # the outermost make, started without -j
MAKEFLAGS += -j$(shell nproc 2>/dev/null || echo 2)
endif

# Variables that a user may set:  make ARCH=x86-64 CXX=clang++ BUILD=build/clang ...
CXX := $(if $(filter default,$(origin CXX)),g++,$(CXX))
ARCH ?= native
OPTIMIZE ?= -O3
BUILD ?= build
SANITIZE ?=
WARNINGS := -Wall -Wextra -Wpedantic -Wshadow -Wconversion $(if $(WERROR),-Werror)
# g++ 12 sees overlaps in plain string concatenation that are not there (GCC bug 105651).
WARNINGS += $(if $(findstring clang,$(CXX)),,-Wno-restrict)
# No -ffast-math: sums are computed in the order in which they are written. The two -fno- flags below only say that no code
# reads errno or the trap flags.
FLAGS = -std=c++20 $(OPTIMIZE) $(if $(ARCH),-march=$(ARCH)) -fno-math-errno -fno-trapping-math $(WARNINGS) \
        $(if $(SANITIZE),-fsanitize=$(SANITIZE) -fno-omit-frame-pointer -g) -I. -pthread $(EXTRA)

# For a debugger, as in make debug: nothing is optimised except the kernels, without which training takes very long.
# -femit-class-debug-always describes each class in every program that uses it.
DEBUG ?=
ifneq ($(DEBUG),)
OPTIMIZE := -O0
override EXTRA += -g $(if $(findstring clang,$(CXX)),-fstandalone-debug,-femit-class-debug-always)
$(BUILD)/float/tensor/raw/%.o $(BUILD)/float/tensor/kernels/%.o: OPTIMIZE := -O2
else
# The double build checks gradients of small tensors: it is compiled once for each change and runs for seconds.
$(BUILD)/double/%.o: OPTIMIZE := -O1
endif

# The library, built twice: float for use, double for checking gradients.
library := $(shell find tensor autograd nn -name '*.cpp' -not -path '*/program/*')
shared_program := $(wildcard nn/program/*.cpp)
translate := $(shared_program) $(wildcard nn/translate/program/*.cpp)
generate := $(shared_program) $(wildcard nn/generate/program/*.cpp)

$(BUILD)/float/%.o: %.cpp
	@mkdir -p $(@D)
	@echo "  compile         $<"
	@$(CXX) $(FLAGS) -MMD -MP -c $< -o $@

$(BUILD)/double/%.o: %.cpp
	@mkdir -p $(@D)
	@echo "  compile double  $<"
	@$(CXX) $(FLAGS) -DHEED_DOUBLE -MMD -MP -c $< -o $@

# The pages' scripts and styles: page.js becomes the string assets::page_js of a generated source file.
assets := $(sort $(wildcard nn/show/*.js nn/show/*.css))
$(BUILD)/assets.cpp: $(assets) Makefile
	@mkdir -p $(@D)
	@{ echo '#include "nn/show/assets.h"'; \
	  for file in $(assets); do \
	    printf 'constexpr std::string_view heed::show::assets::%s = R"asset(' "$$(basename $$file | tr . _)"; \
	    cat $$file; echo ')asset";'; \
	  done; } > $@.new && mv $@.new $@
$(BUILD)/assets.o: $(BUILD)/assets.cpp
	@echo "  compile         $<"
	@$(CXX) $(FLAGS) -MMD -MP -c $< -o $@

$(BUILD)/%/libheed.a:
	@echo "  archive         $@"
	@rm -f $@
	@ar rcs $@ $^
$(BUILD)/float/libheed.a: $(library:%.cpp=$(BUILD)/float/%.o) $(BUILD)/assets.o
$(BUILD)/double/libheed.a: $(library:%.cpp=$(BUILD)/double/%.o) $(BUILD)/assets.o

link = @echo "  link            $@" && $(CXX) $(FLAGS) $^ $(LIBRARIES) -o $@

# Programs: a main.cpp each, linked with the library.
$(BUILD)/translate: $(translate:%.cpp=$(BUILD)/float/%.o) $(BUILD)/float/libheed.a
	$(link)
$(BUILD)/generate: $(generate:%.cpp=$(BUILD)/float/%.o) $(BUILD)/float/libheed.a
	$(link)
corpus := $(wildcard tutorials/corpus/*.cpp)
$(BUILD)/corpus: $(corpus:%.cpp=$(BUILD)/float/%.o) $(BUILD)/float/libheed.a
	$(link)
bench := $(wildcard tests/bench/*.cpp tests/cases/*.cpp) tests/cases.cpp tests/naive.cpp
$(BUILD)/bench: $(bench:%.cpp=$(BUILD)/float/%.o) $(BUILD)/float/libheed.a
	$(link)

# Tests, with Catch2 2 or 3, whichever the system has. Test units are not optimised, because they are compiled often and
# run only briefly; the other files of tests/, which have the reference loops, are built with -O1. Catch2's headers are parsed
# once, in a precompiled header. Its main program does not depend on Scalar, so it is compiled once for both builds.
tests := $(shell find tests -name '*.cpp' -not -path 'tests/bench/main.cpp' -not -path 'tests/mutants/*' -not -path 'tests/debugger/*')
tests += $(filter-out %/main.cpp,$(corpus))
tests += tutorials/lesson.cpp tutorials/exercise.cpp tutorials/study.cpp $(filter-out %/main.cpp,$(wildcard tutorials/weave/*.cpp))
# Text, pages and lessons do not depend on Scalar: their tests run in float only.
float_only := tests/nn/text/test_% tests/nn/show/test_% tutorials/% \
              $(filter-out tests/tutorials/test_errata%,$(wildcard tests/tutorials/*.cpp))
units := $(shell find tests -name 'test_*.cpp')
catch3 := $(wildcard /usr/include/catch2/catch_all.hpp /usr/local/include/catch2/catch_all.hpp)
catch3_flag := $(if $(catch3),-DHEED_CATCH_3)
$(BUILD)/float/tests/%.o $(BUILD)/double/tests/%.o: OPTIMIZE := -O1
$(BUILD)/float/tests/bench/%.o: OPTIMIZE := -O3
$(BUILD)/float/tests/%.o $(BUILD)/double/tests/%.o: override EXTRA += $(catch3_flag)
$(BUILD)/float/tests/main.o: OPTIMIZE := -O0

define test_rules
$(BUILD)/$1/tests/precompiled.h.gch: tests/catch.h
	@mkdir -p $$(@D)
	@echo "  precompile      $$@"
	@echo '#include "tests/catch.h"' >$$(@:.gch=)
	@$$(CXX) $$(FLAGS) -MMD -MP -MF $$(@:.gch=.d) -MT $$@ -x c++-header -c $$(@:.gch=) -o $$@
$(units:%.cpp=$(BUILD)/$1/%.o): $(BUILD)/$1/tests/precompiled.h.gch
$(units:%.cpp=$(BUILD)/$1/%.o): private override EXTRA += -include $(BUILD)/$1/tests/precompiled.h -Winvalid-pch $(pch_flags)
$(BUILD)/$1/tests/precompiled.h.gch $(units:%.cpp=$(BUILD)/$1/%.o): OPTIMIZE := -O0
$(BUILD)/$1/tests/precompiled.h.gch: private override EXTRA += $(pch_flags) $2
endef
# Without these, ccache does not recognise a unit that uses a precompiled header.
pch_flags := $(if $(findstring clang,$(CXX)),-Xclang -fno-pch-timestamp,-fpch-preprocess)
export CCACHE_SLOPPINESS := pch_defines,time_macros
$(eval $(call test_rules,float,$(catch3_flag)))
$(eval $(call test_rules,double,$(catch3_flag) -DHEED_DOUBLE))
$(BUILD)/tests $(BUILD)/tests-double: LIBRARIES := $(if $(catch3),-lCatch2)
$(BUILD)/tests: $(tests:%.cpp=$(BUILD)/float/%.o) $(BUILD)/float/libheed.a
	$(link)
$(BUILD)/tests-double: $(patsubst %.cpp,$(BUILD)/double/%.o,$(filter-out tests/main.cpp $(float_only),$(tests))) \
                       $(BUILD)/float/tests/main.o $(BUILD)/double/libheed.a
	$(link)

.PHONY: help all test test-programs demo bench mutants clean
help:            ## this list
	@echo "heed: make TARGET, where TARGET is one of"
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):.*## */  \1\t/' | expand -t 16
all: $(BUILD)/translate $(BUILD)/generate  ## the library, the translator build/translate, and the writer build/generate
demo: $(BUILD)/translate  ## train a small translator in about a minute and look at its attention
	@sh nn/translate/demo.sh $(BUILD)/translate $(BUILD)/demo
test:            ## all tests; installs Catch2 first if it is missing
	@sh tests/need_catch.sh
	@$(MAKE) --no-print-directory test-programs
	@sh tests/run.sh $(BUILD)
test-programs: $(BUILD)/tests $(BUILD)/tests-double $(BUILD)/translate $(BUILD)/generate
bench: $(BUILD)/bench  ## measure the machine, and the library against it (a minute)
	@sh tests/bench/run.sh $(BUILD)/bench
mutants:         ## break the code in many ways, and see that the tests notice each (minutes); RANDOM=40: at random
	@python3 tests/mutants/run.py $(if $(RANDOM),--random $(RANDOM)) $(if $(SEED),--seed $(SEED)) $(if $(CHANGED),--changed $(CHANGED))
clean:           ## remove build/
	rm -rf $(BUILD)

include tutorials/lessons.mk
-include $(shell find $(BUILD) -name '*.d' 2>/dev/null)
