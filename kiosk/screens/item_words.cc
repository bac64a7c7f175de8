#include "kiosk/screens/item_words.h"

#include <fmt/format.h>

namespace yichuang::kiosk {

const std::string& in_language(const wire::Text& text, std::string_view language) {
  const std::string& wanted = language == "en" ? text.en() : text.zh();
  const std::string& other = language == "en" ? text.zh() : text.en();
  return wanted.empty() ? other : wanted;
}

std::string form_words(const ui::Texts& texts, std::string_view language,
                       const wire::DocumentRecord& document) {
  std::string form =
      texts.get(language, document.original() && document.copy() ? "kiosk.papers.form.both"
                          : document.copy()                      ? "kiosk.papers.form.copy"
                                                                 : "kiosk.papers.form.original");
  if (document.optional()) form += " · " + texts.get(language, "kiosk.papers.optional");
  return form;
}

std::string fee_words(const ui::Texts& texts, std::string_view language,
                      const wire::ItemRecord& item) {
  if (item.fee_fen() == 0) return texts.get(language, "kiosk.item.free");
  return fmt::format("¥{}.{:02}", item.fee_fen() / 100, item.fee_fen() % 100);
}

std::string limit_words(const ui::Texts& texts, std::string_view language,
                        const wire::ItemRecord& item) {
  if (item.on_the_spot()) return texts.get(language, "kiosk.item.on_the_spot");
  return texts.get(
      language, "kiosk.item.limit",
      {{"promised", item.promised_working_days()}, {"statutory", item.statutory_working_days()}});
}

std::string_view notice_key(PrintWait notice) {
  switch (notice) {
    case PrintWait::kPrinting:
      return "kiosk.item.notice_printing";
    case PrintWait::kPrinted:
      return "kiosk.item.notice_printed";
    case PrintWait::kFailed:
      return "kiosk.item.notice_failed";
    case PrintWait::kNone:
      break;
  }
  return "kiosk.item.notice";
}

}  // namespace yichuang::kiosk
