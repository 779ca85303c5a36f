# Lessons: each folder tutorials/NN-name has a page (README.md), the program that the page is woven from, and an exercise.

lessons := $(notdir $(patsubst %/main.cpp,%,$(sort $(wildcard tutorials/[0-9][0-9]-*/main.cpp))))
# Lessons that train for more than ten seconds. `make test` checks their exercises and leaves their pages to `make check-lessons`.
long := 05 10 11 12 13 14 15 16 17 18 19 20 21 22 23 24 25 26 27 28 29
quick := $(filter-out $(addsuffix -%,$(long)),$(lessons))
chosen := $(firstword $(if $(N),$(filter $(N)-% 0$(N)-%,$(lessons))))
run := $(BUILD)/lessons/$(chosen)
lesson_link = @mkdir -p $(@D) && echo "  link            $@" && $(CXX) $(FLAGS) $(filter %.o,$^) $(filter %.a,$^) -o $@

$(BUILD)/weave: $(patsubst %.cpp,$(BUILD)/float/%.o,$(wildcard tutorials/weave/*.cpp) tutorials/study.cpp) $(BUILD)/float/libheed.a
	$(lesson_link)

# The programs of a lesson's wrong solutions, one for each file in exercise/wrong.
wrong = $(patsubst tutorials/$1/exercise/wrong/%.cpp,$(BUILD)/lessons/$1/wrong/%,$(wildcard tutorials/$1/exercise/wrong/*.cpp))

# The rules of one lesson: its program, the record of its run, and its exercise with the learner's, our and wrong solutions.
define lesson_rules
$(BUILD)/lessons/$1/lesson: $(patsubst %.cpp,$(BUILD)/float/%.o,$(wildcard tutorials/$1/*.cpp)) $(BUILD)/float/tutorials/lesson.o \
  $(BUILD)/float/tutorials/translators.o
$(BUILD)/lessons/$1/exercise: $(BUILD)/float/tutorials/$1/exercise/tests.o $(BUILD)/float/tutorials/$1/exercise/exercise.o
$(BUILD)/lessons/$1/solution: $(BUILD)/float/tutorials/$1/exercise/tests.o $(BUILD)/float/tutorials/$1/exercise/solution.o
$(call wrong,$1): $(BUILD)/lessons/$1/wrong/%: $(BUILD)/float/tutorials/$1/exercise/tests.o $(BUILD)/float/tutorials/$1/exercise/wrong/%.o
exercises-$1 := $(BUILD)/lessons/$1/exercise $(BUILD)/lessons/$1/solution $(call wrong,$1)
$$(exercises-$1): $(BUILD)/float/tutorials/exercise.o
$(BUILD)/lessons/$1/lesson $$(exercises-$1): $(BUILD)/float/libheed.a
	$$(lesson_link)
$(BUILD)/float/tutorials/$1/exercise/exercise.o $(BUILD)/float/tutorials/$1/exercise/wrong/%.o: override EXTRA += -Wno-unused-parameter
$(BUILD)/lessons/$1/output.txt: $(BUILD)/lessons/$1/lesson $(wildcard tutorials/corpus/*.tsv tutorials/corpus/*.align)
	@echo "  run             lesson $1"
	@$$< --record $(BUILD)/lessons/$1 >/dev/null 2>$(BUILD)/lessons/$1/errors.txt || { cat $(BUILD)/lessons/$1/errors.txt; exit 1; }
# Its studies: tables/NAME.cpp makes tables/NAME.tsv.
$(patsubst tutorials/%.cpp,$(BUILD)/lessons/%,$(wildcard tutorials/$1/tables/*.cpp)): $(BUILD)/lessons/%: $(BUILD)/float/tutorials/%.o \
  $(patsubst %.cpp,$(BUILD)/float/%.o,$(filter-out %/main.cpp,$(wildcard tutorials/$1/*.cpp)) tutorials/study.cpp tutorials/translators.cpp) $(BUILD)/float/libheed.a
	$$(lesson_link)
.PHONY: weave-$1 check-$1 check-exercise-$1
weave-$1: $(BUILD)/lessons/$1/output.txt $(BUILD)/weave
	@$(BUILD)/weave tutorials/$1 $(BUILD)/lessons/$1
check-exercise-$1: $$(exercises-$1)
	@sh tutorials/check_exercise.sh $(BUILD) $1
	@echo "  checked         exercise $1"
check-$1: $(BUILD)/lessons/$1/output.txt $(BUILD)/weave check-exercise-$1
	@$(BUILD)/weave --check tutorials/$1 $(BUILD)/lessons/$1
	@echo "  checked         lesson $1"
endef
$(foreach lesson,$(lessons),$(eval $(call lesson_rules,$(lesson))))

# The studies whose results are kept, and the same for one lesson only: make tables N=15.
studies := $(patsubst tutorials/%.cpp,%,$(wildcard tutorials/[0-9][0-9]-*/tables/*.cpp))
chosen_studies = $(if $(chosen),$(filter $(chosen)/%,$(studies)),$(studies))
.PHONY: $(addprefix table-,$(studies)) $(addprefix check-table-,$(studies)) tables check-tables
$(addprefix table-,$(studies)): table-%: $(BUILD)/lessons/%
	@$< --write tutorials/$*.tsv
$(addprefix check-table-,$(studies)): check-table-%: $(BUILD)/lessons/%
	@$< --check tutorials/$*.tsv
tables: $(addprefix table-,$(chosen_studies))  ## run the studies, whose results take long and are kept (hours; N=15: of one lesson)
check-tables: $(addprefix check-table-,$(chosen_studies))  ## run a part of each study, and compare it with what is kept

.PHONY: lesson lessons exercise debug check-lessons check-quick-lessons which-lesson
lesson: $(if $(chosen),$(run)/lesson,which-lesson)  ## run a lesson: make lesson N=06; STEP=1 stops at each step, FROM=3 first at step 3; DATA=folder: on data of your own
	@$(if $(chosen),$< $(if $(STEP)$(FROM),--step) $(if $(FROM),--from "$(FROM)") $(if $(DATA),--data "$(DATA)" --record $(run)/seen-data,--record $(run)/seen))
exercise: $(if $(chosen),$(run)/exercise,which-lesson)  ## test your solution of a lesson's exercise: make exercise N=06
	@$(if $(chosen),$< && cp tutorials/$(chosen)/exercise/exercise.cpp $(run)/done.cpp)
debug: $(if $(chosen),,which-lesson)  ## run a lesson in the debugger: make debug N=06
	@$(if $(chosen),$(MAKE) --no-print-directory BUILD=$(BUILD)/debug DEBUG=1 $(BUILD)/debug/lessons/$(chosen)/lesson)
	@$(if $(chosen),HEED_THREADS=1 gdb -q $(addprefix -x ,$(wildcard */gdb.py tutorials/$(chosen)/breakpoints.gdb)) \
	  --args $(BUILD)/debug/lessons/$(chosen)/lesson)
lessons: $(addprefix weave-,$(lessons))  ## run all lessons and weave code, output and figures into their pages
check-lessons: $(addprefix check-,$(lessons)) check-tables  ## run all lessons; check pages, solutions and wrong solutions
check-quick-lessons: $(addprefix check-,$(quick)) $(addprefix check-exercise-,$(filter-out $(quick),$(lessons)))
which-lesson:
	@sh tutorials/list.sh $(BUILD) $(N)
