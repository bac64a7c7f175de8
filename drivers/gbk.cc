#include "drivers/gbk.h"

#include <iconv.h>

#include <algorithm>
#include <memory>
#include <type_traits>

namespace yichuang {
namespace {

struct CloseConverter {
  void operator()(iconv_t converter) const { iconv_close(converter); }
};
using Converter = std::unique_ptr<std::remove_pointer_t<iconv_t>, CloseConverter>;

}  // namespace

std::optional<std::string> to_gbk(std::string_view utf8) {
  const auto is_control = [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7F; };
  if (std::any_of(utf8.begin(), utf8.end(), is_control)) return {};
  const iconv_t opened = iconv_open("GBK", "UTF-8");
  if (opened == reinterpret_cast<iconv_t>(-1)) return {};
  const Converter converter(opened);
  // No character needs more bytes in GBK than in UTF-8.
  std::string gbk(utf8.size(), '\0');
  char* in = const_cast<char*>(utf8.data());  // iconv's signature; it only reads
  size_t in_bytes = utf8.size();
  char* out = gbk.data();
  size_t out_bytes = gbk.size();
  if (iconv(converter.get(), &in, &in_bytes, &out, &out_bytes) != 0) return {};
  gbk.resize(gbk.size() - out_bytes);
  return gbk;
}

}  // namespace yichuang
