#include "drivers/scan_worker/escl_client.h"

#include <curl/curl.h>

#include <memory>
#include <vector>

#include "drivers/scan_worker/escl_status.h"

namespace yichuang {
namespace {

constexpr long kConnectMs = 1'500;
constexpr long kAnswerMs = 3'000;

size_t keep(const char* bytes, size_t one, size_t count, void* into) {
  auto& body = *static_cast<std::vector<uint8_t>*>(into);
  if (body.size() + count > limits::kEsclStatusBytesMax) return 0;  // ends the transfer
  body.insert(body.end(), bytes, bytes + count);
  return one * count;
}

}  // namespace

std::string escl_status_url(std::string_view sane_name) {
  constexpr std::string_view kPrefix = "airscan:escl:";
  if (!sane_name.starts_with(kPrefix)) return {};
  const size_t at = sane_name.find(":http", kPrefix.size());
  if (at == std::string_view::npos) return {};
  std::string url(sane_name.substr(at + 1));
  if (!url.ends_with('/')) url += '/';
  return url + "ScannerStatus";
}

std::optional<scan_wire::Facts> ask_escl_status(const std::string& url) {
  const std::unique_ptr<CURL, void (*)(CURL*)> curl(curl_easy_init(), curl_easy_cleanup);
  if (!curl) return {};
  std::vector<uint8_t> body;
  curl_easy_setopt(curl.get(), CURLOPT_URL, url.c_str());
  curl_easy_setopt(curl.get(), CURLOPT_PROTOCOLS_STR, "http,https");
  curl_easy_setopt(curl.get(), CURLOPT_NOPROXY, "*");
  curl_easy_setopt(curl.get(), CURLOPT_NOSIGNAL, 1L);
  // Scanners sign their own certificates; nothing secret is asked.
  curl_easy_setopt(curl.get(), CURLOPT_SSL_VERIFYPEER, 0L);
  curl_easy_setopt(curl.get(), CURLOPT_SSL_VERIFYHOST, 0L);
  curl_easy_setopt(curl.get(), CURLOPT_CONNECTTIMEOUT_MS, kConnectMs);
  curl_easy_setopt(curl.get(), CURLOPT_TIMEOUT_MS, kAnswerMs);
  curl_easy_setopt(curl.get(), CURLOPT_FAILONERROR, 1L);
  curl_easy_setopt(curl.get(), CURLOPT_WRITEFUNCTION, &keep);
  curl_easy_setopt(curl.get(), CURLOPT_WRITEDATA, &body);
  if (curl_easy_perform(curl.get()) != CURLE_OK) return {};
  auto facts = read_escl_status(body);
  if (!facts) return {};
  return *facts;
}

}  // namespace yichuang
