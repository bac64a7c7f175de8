#include "drivers/scan_worker/escl_status.h"

#include <libxml/parser.h>
#include <libxml/tree.h>
#include <libxml/xmlerror.h>

#include <memory>
#include <string_view>

namespace yichuang {
namespace {

std::string_view name_of(const xmlNode* node) { return reinterpret_cast<const char*>(node->name); }

// The text inside an element, without the spaces around it.
std::string_view text_of(const xmlNode* element) {
  const xmlNode* first = element->children;
  if (first == nullptr || first->type != XML_TEXT_NODE || first->content == nullptr) return {};
  std::string_view text = reinterpret_cast<const char*>(first->content);
  const size_t begin = text.find_first_not_of(" \t\r\n");
  if (begin == std::string_view::npos) return {};
  return text.substr(begin, text.find_last_not_of(" \t\r\n") - begin + 1);
}

// libxml2 tells some errors past the parser's options; what a scanner sends is nothing for the log.
void be_silent(void*, xmlErrorPtr) {}

void note_feeder(std::string_view state, scan_wire::Facts& facts) {
  facts.jammed = state == "ScannerAdfJam" || state == "ScannerAdfMispick" ||
                 state == "ScannerAdfMultipickDetected";
  facts.cover_open = state == "ScannerAdfHatchOpen";
  facts.paper_loaded = state == "ScannerAdfLoaded";
}

}  // namespace

Result<scan_wire::Facts> read_escl_status(std::span<const uint8_t> xml) {
  const Error wrong{ErrorCode::kCorrupt, "the scanner's answer is no ScannerStatus"};
  if (xml.empty() || xml.size() > limits::kEsclStatusBytesMax) return wrong;
  xmlSetStructuredErrorFunc(nullptr, be_silent);
  // No network, no entities of its own (they could grow without end), no messages on stderr.
  constexpr int kOptions = XML_PARSE_NONET | XML_PARSE_NOERROR | XML_PARSE_NOWARNING;
  const std::unique_ptr<xmlDoc, void (*)(xmlDoc*)> document(
      xmlReadMemory(reinterpret_cast<const char*>(xml.data()), static_cast<int>(xml.size()),
                    nullptr, nullptr, kOptions),
      xmlFreeDoc);
  const xmlNode* root = document ? xmlDocGetRootElement(document.get()) : nullptr;
  if (root == nullptr || name_of(root) != "ScannerStatus") return wrong;
  scan_wire::Facts facts{};
  for (const xmlNode* each = root->children; each != nullptr; each = each->next) {
    if (each->type != XML_ELEMENT_NODE) continue;
    if (name_of(each) == "State")
      facts.stopped = text_of(each) == "Stopped" || text_of(each) == "Down";
    if (name_of(each) == "AdfState") note_feeder(text_of(each), facts);
  }
  return facts;
}

}  // namespace yichuang
