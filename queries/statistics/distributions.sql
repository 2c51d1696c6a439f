-- Tails of the normal distribution, to 0.5 % of their value, and of Student's t from 10 degrees of freedom on, to 4 % down to 10⁻⁵.
-- Sources: Abramowitz and Stegun, Handbook of Mathematical Functions, 26.2.17 and 26.2.12; Wallace, Bounds on normal
-- approximations to Student's and the chi-square distributions, Annals of Mathematical Statistics 1959.

create or replace temp macro normal_density(z) as exp(-z * z / 2) / sqrt(2 * pi());

-- P(Z > z) for z ≥ 0: a polynomial near, an asymptotic series far out.
create or replace temp macro polynomial_tail(z, t) as
    normal_density(z) * t * (0.319381530 + t * (-0.356563782 + t * (1.781477937 + t * (-1.821255978 + t * 1.330274429))));
create or replace temp macro normal_tail(z) as
    if(
        z < 4,
        polynomial_tail(z, 1 / (1 + 0.2316419 * z)),
        normal_density(z) / z * (1 - 1 / (z * z) + 3 / pow(z, 4) - 15 / pow(z, 6) + 105 / pow(z, 8))
    );

-- The chance of a |t| at least as large, both sides, with df degrees of freedom.
create or replace temp macro two_sided(t, df) as
    2 * normal_tail((8 * df + 1) / (8 * df + 3) * sqrt(df * ln(1 + t * t / df)));

-- A Poisson(1) number from 16 random bits: its distribution function at 0, 1, 2 …, times 65,536.
create or replace temp macro poisson_weight(bits) as
    case
        when bits < 24109 then 0 when bits < 48219 then 1 when bits < 60273 then 2 when bits < 64292 then 3
        when bits < 65296 then 4 when bits < 65497 then 5 when bits < 65531 then 6 else 7
    end;
