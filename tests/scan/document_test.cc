// The document: other programs accept it, find the pages in it, and find nobody's name.
#include <fmt/format.h>
#include <gmock/gmock.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmath>
#include <cstdio>
#include <filesystem>
#include <fstream>

#include "kiosk/scan/document.h"
#include "kiosk/scan/limits.h"
#include "tests/scan/fixture.h"
#include "ui/png.h"

namespace yichuang::scan {
namespace {

using testing::HasSubstr;
using testing::Not;

// 2026-11-26 03:04:05 UTC.
constexpr DocumentFacts kFacts{Time{1'795'662'245'000},
                               {{1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16}}};

struct Ran {
  int status = -1;
  std::string said;
};
Ran run(const std::string& command) {
  FILE* pipe = popen((command + " 2>&1").c_str(), "r");
  Ran ran;
  for (int c = fgetc(pipe); c != EOF; c = fgetc(pipe)) ran.said += static_cast<char>(c);
  ran.status = WEXITSTATUS(pclose(pipe));
  return ran;
}

class Document : public ScanTest {
 protected:
  Document()
      : folder_(std::filesystem::path(testing::TempDir()) / fmt::format("scan-{}", getpid())) {
    std::filesystem::create_directories(folder_);
  }
  ~Document() override { std::filesystem::remove_all(folder_); }

  static std::vector<FinishedPage> three_pages() {
    std::vector<FinishedPage> pages;
    pages.push_back(finish(application_form(*fonts_, 150), {.skew_degrees = 1}));
    pages.push_back(finish(dense_contract(*fonts_, 150), {.colour = Colour::kGrey}));
    pages.push_back(finish(receipt(*fonts_, 200), {.skew_degrees = -3}));
    return pages;
  }
  static WipedBytes written(std::span<const FinishedPage> pages) {
    auto document = write_document(pages, kFacts);
    EXPECT_TRUE(document.ok());
    return std::move(*document);
  }
  std::string save(std::string_view name, const WipedBytes& bytes) const {
    const std::filesystem::path path = folder_ / name;
    std::ofstream(path, std::ios::binary)
        .write(reinterpret_cast<const char*>(bytes.data()),
               static_cast<std::streamsize>(bytes.size()));
    return path.string();
  }
  std::filesystem::path folder_;
};

TEST_F(Document, QpdfFindsNothingWrongWithIt) {
  const std::string file = save("a.pdf", written(three_pages()));
  const Ran check = run("qpdf --check " + file);
  EXPECT_EQ(check.status, 0) << check.said;
  EXPECT_THAT(check.said, Not(HasSubstr("WARNING")));
  EXPECT_EQ(run("qpdf --show-npages " + file).said, "3\n");
}

TEST_F(Document, HoldsTheVeryJpegBytesOfItsPages) {
  const auto pages = three_pages();
  const std::string file = save("a.pdf", written(pages));
  const Ran list = run(fmt::format("pdfimages -all {} {}/page", file, folder_.string()));
  ASSERT_EQ(list.status, 0) << list.said;
  for (size_t i = 0; i < pages.size(); ++i) {
    std::ifstream in(folder_ / fmt::format("page-{:03}.jpg", i), std::ios::binary);
    const std::string bytes((std::istreambuf_iterator<char>(in)), {});
    EXPECT_EQ(bytes, std::string(pages[i].jpeg.begin(), pages[i].jpeg.end())) << "page " << i;
  }
}

TEST_F(Document, PagesHaveThePapersSize) {
  const std::string file = save("a.pdf", written(three_pages()));
  const std::string said = run("pdfinfo -f 1 -l 3 " + file).said;
  const auto size_of = [&](int page) {
    double width = 0;
    double height = 0;
    const std::string label = fmt::format("Page    {} size:", page);
    const size_t at = said.find(label);
    EXPECT_NE(at, std::string::npos) << said;
    EXPECT_EQ(std::sscanf(said.c_str() + at + label.size(), " %lf x %lf", &width, &height), 2);
    return std::pair(width * 25.4 / 72, height * 25.4 / 72);
  };
  EXPECT_NEAR(size_of(1).first, 210, 1.5);
  EXPECT_NEAR(size_of(1).second, 297, 1.5);
  EXPECT_NEAR(size_of(3).first, 80, 1.5);
  EXPECT_NEAR(size_of(3).second, 140, 1.5);
}

// The form as scanned askew, drawn again from the PDF, beside the paper that never was: the same.
TEST_F(Document, DrawsAsThePaperWas) {
  const Sheet form = application_form(*fonts_, 150);
  std::vector<FinishedPage> pages;
  pages.push_back(finish(form, {.skew_degrees = 3.4}));
  const std::string file = save("a.pdf", written(pages));
  const Ran drawn =
      run(fmt::format("pdftoppm -r 150 -png -singlefile {} {}/drawn", file, folder_.string()));
  ASSERT_EQ(drawn.status, 0) << drawn.said;
  const auto picture = ui::read_png(folder_ / "drawn.png");
  ASSERT_TRUE(picture.ok());
  // The cut lost a rim of 0.3 mm; both are compared about their middles, at a fifth of the size.
  const int left = (picture->width - form.width_px()) / 2;
  const int top = (picture->height - form.height_px()) / 2;
  constexpr int kCell = 5;
  double difference = 0;
  int cells = 0;
  for (int y = 20; y + 20 < form.height_px(); y += kCell) {
    for (int x = 20; x + 20 < form.width_px(); x += kCell, ++cells) {
      double drawn_sum = 0;
      double paper_sum = 0;
      for (int i = 0; i < kCell * kCell; ++i) {
        const int px = x + i % kCell;
        const int py = y + i / kCell;
        drawn_sum +=
            (picture->pixels[static_cast<size_t>((py + top) * picture->width + px + left)] >> 8) &
            255;
        paper_sum += form.row(py)[px * 3 + 1];
      }
      difference += std::abs(drawn_sum - paper_sum) / (kCell * kCell);
    }
  }
  EXPECT_LT(difference / cells, 6) << "grey levels a place, on average";
}

TEST_F(Document, IsTheSameForTheSamePagesTimeAndId) {
  const auto pages = three_pages();
  const WipedBytes once = written(pages);
  EXPECT_EQ(once, written(pages));
  DocumentFacts other = kFacts;
  other.id.bytes[0] = 99;
  EXPECT_NE(once, *write_document(pages, other));
}

TEST_F(Document, SaysWhatAnArchiveAsksAndNothingOfAPerson) {
  const WipedBytes bytes = written(three_pages());
  const std::string text(bytes.begin(), bytes.end());
  EXPECT_EQ(text.substr(0, 9), "%PDF-1.7\n");
  EXPECT_THAT(text, HasSubstr("<pdfaid:part>2</pdfaid:part>"));
  EXPECT_THAT(text, HasSubstr("<pdfaid:conformance>B</pdfaid:conformance>"));
  EXPECT_THAT(text, HasSubstr("<xmp:CreateDate>2026-11-26T03:04:05Z</xmp:CreateDate>"));
  EXPECT_THAT(text, HasSubstr("D:20261126030405Z"));
  EXPECT_THAT(text, HasSubstr("uuid:01020304-0506-0708-090a-0b0c0d0e0f10"));
  EXPECT_THAT(text, HasSubstr("/GTS_PDFA1"));
  EXPECT_THAT(text, HasSubstr("/DestOutputProfile"));
  EXPECT_THAT(text, HasSubstr("/ID [<"));
  for (const char* word : {"/Title", "/Author", "/Subject", "dc:title", "dc:creator", "/Encrypt",
                           "/JavaScript", "/Interpolate", "Filter /FlateDecode"})
    EXPECT_THAT(text, Not(HasSubstr(word)));
}

TEST_F(Document, WithoutAPageOrOverItsLimitsIsRefused) {
  EXPECT_EQ(write_document({}, kFacts).error().code, ErrorCode::kInvalid);
  std::vector<FinishedPage> many(limits::kDocumentPagesMax + 1);
  for (FinishedPage& page : many) {
    page.width_px = page.height_px = 100;
    page.dpi = 100;
    page.jpeg.resize(100);
  }
  EXPECT_EQ(write_document(many, kFacts).error().code, ErrorCode::kExhausted);
  many.resize(2);
  many[0].jpeg.resize(limits::kDocumentBytesMax);
  EXPECT_EQ(write_document(many, kFacts).error().code, ErrorCode::kExhausted);
}

}  // namespace
}  // namespace yichuang::scan
