"""Ranking the sample catalogue for one context, against the bare passes it needs: one encoding and one head call."""

from __future__ import annotations

import torch
from report import line, seconds
from sample_shop import shop as open_sample

from models.rank import candidates_for


def main() -> None:
    shop = open_sample()
    user = next(iter(shop.shoppers))
    platform = shop.shoppers[user].platform

    def ours() -> object:
        return shop.recommend("智能手表", user, 10, None)

    context = shop.context("智能手表", user)
    places = candidates_for(shop.catalogue, context, platform).places
    features = torch.from_numpy(shop.features(user, [shop.catalogue.item_ids[i] for i in places]))
    vectors = shop.catalogue.index.vectors[torch.from_numpy(places)]

    @torch.inference_mode()
    def bare() -> object:
        x = shop.ranker.side_vectors(0, [context])
        return shop.ranker.score_vectors((x.expand(len(places), -1), vectors), features)

    line(f"a slate of 10 from {len(places):,} items", seconds(ours, 30), "bare passes", seconds(bare, 30))

    def whole() -> object:
        return shop.recommend("智能手表", None, 10, None)

    everything = shop.catalogue.index.vectors
    stranger = torch.from_numpy(shop.features(None, shop.catalogue.item_ids))

    @torch.inference_mode()
    def bare_whole() -> object:
        x = shop.ranker.side_vectors(0, [shop.context("智能手表", None)])
        return shop.ranker.score_vectors((x.expand(len(everything), -1), everything), stranger)

    line(f"a slate of 10 from {len(everything):,} items", seconds(whole, 30), "bare passes", seconds(bare_whole, 30))


if __name__ == "__main__":
    main()
