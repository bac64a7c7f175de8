// What the tests of kiosk/scan share: the fonts, and a page finished.
#pragma once

#include <gtest/gtest.h>

#include <memory>

#include "kiosk/scan/page.h"
#include "tests/scan/drawn_page.h"

namespace yichuang::scan {

class ScanTest : public testing::Test {
 protected:
  static void SetUpTestSuite() { fonts_ = std::move(ui::FontBook::open()).value(); }
  static void TearDownTestSuite() { fonts_.reset(); }

  static FinishedPage finish(const RawPage& page, const PageOptions& options = {}) {
    auto finished = finish_page(page, options);
    EXPECT_TRUE(finished.ok());
    return std::move(*finished);
  }
  static FinishedPage finish(const Sheet& sheet, const Scan& how) {
    return finish(scan(sheet, how));
  }

  static inline std::unique_ptr<ui::FontBook> fonts_;
};

}  // namespace yichuang::scan
