// The screens of one visit to the kiosk, after a service was picked: being served (issuing,
// printing), the choice when there is no paper, the ticket in hand, and what to do when there is
// none.
#pragma once

#include <string>
#include <vector>

#include "kiosk/screens/parts.h"

namespace yichuang::kiosk {

// The server is asked for a ticket.
class IssuingScreen final : public KioskScreen {
 public:
  using KioskScreen::KioskScreen;
  std::string_view name() const override { return "issuing"; }

 protected:
  void draw_middle(ui::Canvas& canvas) override;
  void add_nodes(std::vector<ui::Node>&) const override {}
};

// The printer is at work; the number is there to read already.
class PrintingScreen final : public KioskScreen {
 public:
  using KioskScreen::KioskScreen;
  std::string_view name() const override { return "printing"; }

 protected:
  void draw_middle(ui::Canvas& canvas) override;
  void add_nodes(std::vector<ui::Node>&) const override {}
};

// What stands as a picture for the choice, and for a trouble.
Badge choice_badge(const Flow& flow);
Badge trouble_badge(Trouble trouble);

// Why there is no paper.
std::string_view choice_reason_key(const View& view);

// No paper came, or nobody knows: is it there, print again, or paperless?
class ChoiceScreen final : public KioskScreen {
 public:
  using KioskScreen::KioskScreen;
  std::string_view name() const override { return "choice"; }

 protected:
  void draw_middle(ui::Canvas& canvas) override;
  void add_nodes(std::vector<ui::Node>& nodes) const override;

 private:
  // Where things are: closer together when there is a button more.
  struct Places;
  const Places& places() const;
  std::string_view paperless_hint() const;
};

// The ticket is the citizen's, on paper or as a QR code.
class DoneScreen final : public KioskScreen {
 public:
  using KioskScreen::KioskScreen;
  std::string_view name() const override { return paperless() ? "done-paperless" : "done"; }

 protected:
  void draw_middle(ui::Canvas& canvas) override;
  void add_nodes(std::vector<ui::Node>& nodes) const override;

 private:
  bool paperless() const { return view().flow.delivery == wire::DELIVERY_PAPERLESS; }
  void draw_printed(ui::Canvas& canvas, const TicketFacts& facts) const;
  void draw_code(ui::Canvas& canvas, const std::string& url, const ui::Rect& area) const;
  void why_no_papers(ui::Canvas& canvas) const;
  void draw_paperless(ui::Canvas& canvas, const TicketFacts& facts) const;
};

// No ticket, and what to do next.
class TroubleScreen final : public KioskScreen {
 public:
  using KioskScreen::KioskScreen;
  std::string_view name() const override { return "trouble"; }

 protected:
  void draw_middle(ui::Canvas& canvas) override;
  void add_nodes(std::vector<ui::Node>& nodes) const override;
};

// The server is out of reach; the guide desk helps.
class AwayScreen final : public KioskScreen {
 public:
  using KioskScreen::KioskScreen;
  std::string_view name() const override { return "away"; }

 protected:
  void draw_middle(ui::Canvas& canvas) override;
  void add_nodes(std::vector<ui::Node>&) const override {}
};

}  // namespace yichuang::kiosk
