#include "kiosk/web_client.h"

#include <utility>

#include "base/assert.h"

namespace yichuang::kiosk {

namespace {

constexpr long kConnectMs = 5'000;

}  // namespace

WebClient::WebClient(std::function<bool()> stopped) : stopped_(std::move(stopped)) {
  static const CURLcode ready = curl_global_init(CURL_GLOBAL_DEFAULT);
  HALL_ASSERT(ready == CURLE_OK);
  curl_.reset(curl_easy_init());
  HALL_ASSERT(curl_ != nullptr);
}

CURL* WebClient::begin(const std::string& url, long patience_ms) {
  CURL* curl = curl_.get();
  curl_easy_reset(curl);
  headers_.reset();
  curl_easy_setopt(curl, CURLOPT_URL, url.c_str());
  curl_easy_setopt(curl, CURLOPT_PROTOCOLS_STR, "http,https");
  curl_easy_setopt(curl, CURLOPT_NOSIGNAL, 1L);
  curl_easy_setopt(curl, CURLOPT_CONNECTTIMEOUT_MS, kConnectMs);
  curl_easy_setopt(curl, CURLOPT_TIMEOUT_MS, patience_ms);
  curl_easy_setopt(curl, CURLOPT_PROXY, "");
  curl_easy_setopt(curl, CURLOPT_NOPROGRESS, 0L);
  curl_easy_setopt(curl, CURLOPT_XFERINFOFUNCTION, on_progress);
  curl_easy_setopt(curl, CURLOPT_XFERINFODATA, this);
  return curl;
}

int WebClient::on_progress(void* self, curl_off_t, curl_off_t, curl_off_t, curl_off_t) {
  return static_cast<WebClient*>(self)->stopped_() ? 1 : 0;
}

void WebClient::add_header(const std::string& line) {
  headers_.reset(curl_slist_append(headers_.release(), line.c_str()));
}

long WebClient::perform() {
  curl_easy_setopt(curl_.get(), CURLOPT_HTTPHEADER, headers_.get());
  if (curl_easy_perform(curl_.get()) != CURLE_OK) return 0;
  long status = 0;
  curl_easy_getinfo(curl_.get(), CURLINFO_RESPONSE_CODE, &status);
  return status;
}

}  // namespace yichuang::kiosk
