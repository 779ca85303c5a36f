# Lessons: each folder tutorials/NN-name has a page (README.md), the program that the page is woven from, and an exercise.

lessons := $(notdir $(patsubst %/main.cpp,%,$(sort $(wildcard tutorials/[0-9][0-9]-*/main.cpp))))
chosen := $(firstword $(if $(N),$(filter $(N)-% 0$(N)-%,$(lessons))))
run := $(BUILD)/lessons/$(chosen)
lesson_link = @mkdir -p $(@D) && echo "  link            $@" && $(CXX) $(FLAGS) $(filter %.o,$^) $(filter %.a,$^) -o $@

$(BUILD)/weave: $(patsubst %.cpp,$(BUILD)/float/%.o,$(wildcard tutorials/weave/*.cpp)) $(BUILD)/float/libheed.a
	$(lesson_link)

# The rules of one lesson: its program, the record of its run, and its exercise with the learner's and with our solution.
define lesson_rules
$(BUILD)/lessons/$1/lesson: $(patsubst %.cpp,$(BUILD)/float/%.o,$(wildcard tutorials/$1/*.cpp)) $(BUILD)/float/tutorials/lesson.o
$(BUILD)/lessons/$1/exercise: $(BUILD)/float/tutorials/$1/exercise/tests.o $(BUILD)/float/tutorials/$1/exercise/exercise.o
$(BUILD)/lessons/$1/solution: $(BUILD)/float/tutorials/$1/exercise/tests.o $(BUILD)/float/tutorials/$1/exercise/solution.o
$(BUILD)/lessons/$1/exercise $(BUILD)/lessons/$1/solution: $(BUILD)/float/tutorials/exercise.o
$(BUILD)/lessons/$1/lesson $(BUILD)/lessons/$1/exercise $(BUILD)/lessons/$1/solution: $(BUILD)/float/libheed.a
	$$(lesson_link)
$(BUILD)/float/tutorials/$1/exercise/exercise.o: override EXTRA += -Wno-unused-parameter
$(BUILD)/lessons/$1/output.txt: $(BUILD)/lessons/$1/lesson $(wildcard tutorials/corpus/*.tsv)
	@echo "  run             lesson $1"
	@$$< --record $(BUILD)/lessons/$1 >/dev/null 2>$(BUILD)/lessons/$1/errors.txt || { cat $(BUILD)/lessons/$1/errors.txt; exit 1; }
.PHONY: weave-$1 check-$1
weave-$1: $(BUILD)/lessons/$1/output.txt $(BUILD)/weave
	@$(BUILD)/weave tutorials/$1 $(BUILD)/lessons/$1
check-$1: $(BUILD)/lessons/$1/output.txt $(BUILD)/weave $(BUILD)/lessons/$1/solution $(BUILD)/lessons/$1/exercise
	@$(BUILD)/weave --check tutorials/$1 $(BUILD)/lessons/$1
	@$(BUILD)/lessons/$1/solution >$(BUILD)/lessons/$1/solution.txt || { cat $(BUILD)/lessons/$1/solution.txt; exit 1; }
	@$(BUILD)/lessons/$1/exercise >$(BUILD)/lessons/$1/exercise.txt; [ $$$$? -eq 1 ] && grep -q "to be written" $(BUILD)/lessons/$1/exercise.txt \
	  || { echo "tutorials/$1/exercise: exercise.cpp should be unwritten, and its tests should say so"; exit 1; }
	@echo "  checked         lesson $1"
endef
$(foreach lesson,$(lessons),$(eval $(call lesson_rules,$(lesson))))

.PHONY: lesson lessons exercise debug check-lessons which-lesson
lesson: $(if $(chosen),$(run)/lesson,which-lesson)  ## run a lesson: make lesson N=06; with STEP=1 it stops at each step
	@$< $(if $(STEP),--step) --record $(run)/seen
exercise: $(if $(chosen),$(run)/exercise,which-lesson)  ## test your solution of a lesson's exercise: make exercise N=06
	@$<
debug:           ## run a lesson in the debugger: make debug N=06
	@$(if $(chosen),,$(MAKE) --no-print-directory which-lesson && exit 1)
	@$(MAKE) --no-print-directory BUILD=$(BUILD)/debug DEBUG=1 $(BUILD)/debug/lessons/$(chosen)/lesson
	@HEED_THREADS=1 gdb -q $(addprefix -x ,$(wildcard */gdb.py tutorials/$(chosen)/breakpoints.gdb)) --args $(BUILD)/debug/lessons/$(chosen)/lesson
lessons: $(addprefix weave-,$(lessons))  ## run all lessons and weave code, output and figures into their pages
check-lessons: $(addprefix check-,$(lessons))  ## run all lessons; check that no page is stale and every solution passes
which-lesson:
	@echo "which lesson? Say N=, as in: make lesson N=06. There are: $(lessons)"; exit 1
