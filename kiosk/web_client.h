// WebClient: requests to queue-web over libcurl, one at a time and the way every part of the kiosk
// makes them: http(s) alone, past no proxy (nothing leaves the hall's own machines), within their
// patience, and given up when told to stop. The connection is kept from one to the next.
//
// One thread; `stopped` is called on it, many times a second while the network is waited for.
#pragma once

#include <curl/curl.h>

#include <functional>
#include <memory>
#include <string>

namespace yichuang::kiosk {

class WebClient {
 public:
  explicit WebClient(std::function<bool()> stopped);

  // Forgets the request before. `url`: whole, with its scheme. `patience_ms`: for all of the
  // request; to connect, at most 5 s of that. What else it is to carry is set on the handle, and
  // lives until perform() returns.
  CURL* begin(const std::string& url, long patience_ms);
  CURL* curl() { return curl_.get(); }
  // Of the request begun: "Name: value".
  void add_header(const std::string& line);
  // The answer's status (RFC 9110 section 15); 0: none came, or it was stopped.
  long perform();

 private:
  struct Free {
    void operator()(CURL* curl) const { curl_easy_cleanup(curl); }
    void operator()(curl_slist* list) const { curl_slist_free_all(list); }
  };
  static int on_progress(void* self, curl_off_t, curl_off_t, curl_off_t, curl_off_t);

  const std::function<bool()> stopped_;
  std::unique_ptr<curl_slist, Free> headers_;  // outlives the handle
  std::unique_ptr<CURL, Free> curl_;
};

}  // namespace yichuang::kiosk
