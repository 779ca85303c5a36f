#include "tutorials/20-images/real.h"

#include "tensor/views.h"
#include "tutorials/20-images/model.h"

#include <algorithm>

namespace heed {
namespace {

Pictures read_part(const Lesson& lesson, const std::string& part) {
  return read_pictures(lesson.data_file(part + "-images-idx3-ubyte"),
                       lesson.data_file(part + "-labels-idx1-ubyte"));
}

Pictures part_of(const Pictures& all, Index begin, Index end) {
  return {slice(all.pixels, 0, begin, end), {all.classes.begin() + begin, all.classes.begin() + end}, {}};
}

struct Data {
  Pictures train, validation, test;
};

// The files of the folder. Without files for validation, that is the last tenth of the training files.
Data read_data(const Lesson& lesson) {
  Data data{read_part(lesson, "train"), {}, {}};
  if (lesson.has_data("valid-images-idx3-ubyte")) {
    data.validation = read_part(lesson, "valid");
  } else {
    const Index count = data.train.count(), seen = count - std::max<Index>(count / 10, 1);
    if (seen < 1) fail("lesson 20: ", count, " pictures are too few to train and validate");
    data.validation = part_of(data.train, seen, count);
    data.train = part_of(data.train, 0, seen);
  }
  for (const std::string part : {"test", "t10k"}) {
    if (data.test.count() == 0 && lesson.has_data(part + "-images-idx3-ubyte"))
      data.test = read_part(lesson, part);
  }
  const Index size = data.train.pixels.size(2);
  for (const Pictures* pictures : {&data.train, &data.validation, &data.test}) {
    if (pictures->count() == 0) continue;
    if (pictures->pixels.size(2) != size || pictures->pixels.size(3) != size || size % 7 != 0)
      fail(
          "lesson 20: the pictures must be squares of one size, a multiple of 7 pixels such as 28 x 28, not ",
          pictures->pixels.shape());
  }
  return data;
}

}  // namespace

void real_digits(Lesson& lesson) {
  const Data data = read_data(lesson);
  lesson.say(data.train.count(), " pictures to train, ", data.validation.count(), " to validate, ",
             data.test.count(), " for testing");
  const Index size = data.train.pixels.size(2);
  // As many pictures in all, however many different ones there are: this bounds the time.
  const auto epochs = [&](Index shown) { return std::max<Index>(1, shown / data.train.count()); };
  std::vector<std::vector<std::string>> rows;
  std::vector<std::vector<Token>> tested;
  const auto run = [&](const std::string& name, PictureModel& model, const PictureTraining& training,
                       Rng& rng) {
    train(model, data.train, training, rng,
          [&](Index done, Index total) { lesson.progress(name, done, total); });
    const Index right = count_right(predict(model, data.validation), data.validation.classes);
    rows.push_back({name, text(model.parameter_count()), text(training.epochs),
                    percent(static_cast<double>(right) / static_cast<double>(data.validation.count()), 1)});
    if (data.test.count() > 0) tested.push_back(predict(model, data.test));
  };
  Rng rng(20);
  PlainNetwork plain(size, 128, 10, rng);
  run("plain network", plain, {.epochs = epochs(140000), .rate = 1e-3, .shift = 2}, rng);
  ConvolutionNetwork convolution(size, 16, 10, 0.3, rng);
  run("convolution", convolution, {.epochs = epochs(140000), .rate = 2e-3, .shift = 2}, rng);
  VisionTransformer transformer(
      size, 10, {.patch = size / 7, .size = 64, .heads = 4, .layers = 3, .dropout = 0.1}, rng);
  run("Vision Transformer", transformer, {.epochs = epochs(210000), .rate = 1e-3, .shift = 2}, rng);
  lesson.table({"model", "parameters", "epochs", "validation"}, rows);
  if (tested.empty()) return;
  const auto line = [&](const std::string& name, std::size_t i) {
    lesson.say(accuracy_line(name, count_right(tested[i], data.test.classes), data.test.count()));
  };
  line("test accuracy of the plain network", 0);
  line("test accuracy of the convolution", 1);
  line("test accuracy", 2);
}

}  // namespace heed
