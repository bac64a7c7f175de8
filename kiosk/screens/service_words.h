// What is said of the hall's services and of the kiosk itself on the home screen. Pure; on the
// window's thread.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "kiosk/screens/view.h"

namespace yichuang::kiosk {

// Those that numbers are given for, in the hall's order.
std::vector<const Service*> offered_services(const State& state);

// "about 12 minutes", "closed now", "not known".
std::string expected_wait(const View& view, const Service& service);
// "5 waiting · about 12 minutes"
std::string waiting_words(const View& view, const Service& service);

// Why there is no paper, or why it may stay out; empty: nothing to say.
std::string_view printer_notice_key(const View& view);
// What a citizen should know before choosing: how old the numbers are, that there is no paper, that
// a ticket's code can be shown. One sentence; may be empty.
std::string home_notice(const View& view);

}  // namespace yichuang::kiosk
